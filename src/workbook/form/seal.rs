//! The seal of a questionnaire: that we made it, and that nobody changed which one it is.

use std::fmt::{self, Write as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::model::{FormClaim, FormIdentity};

/// What makes a seal of this kind no seal of any other.
const PURPOSE: &[u8] = b"bilan questionnaire";

/// The key that a programme seals its questionnaires with. Never shown.
#[derive(Clone)]
pub struct FormSecret(Vec<u8>);

impl FormSecret {
    /// Takes a key: 32 random bytes, or the text of the settings.
    pub fn new(key: impl Into<Vec<u8>>) -> Self {
        Self(key.into())
    }

    /// The seal of an identity: HMAC-SHA256 (RFC 2104), in hexadecimal digits.
    pub fn seal(&self, identity: &FormIdentity) -> String {
        let Some(mac) = self.mac(identity) else {
            return String::new();
        };
        let bytes = mac.finalize().into_bytes();
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// The identity of a claim whose seal is right, compared in constant time; none for any other.
    pub fn verified<'c>(&self, claim: &'c FormClaim) -> Option<&'c FormIdentity> {
        let identity = claim.identity.as_ref()?;
        let seal = bytes_of(&claim.seal)?;
        self.mac(identity)?.verify_slice(&seal).ok()?;
        Some(identity)
    }

    /// Over each part's name and value with their lengths before them, so that no two identities give the same bytes.
    fn mac(&self, identity: &FormIdentity) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length: this gives one always.
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(PURPOSE);
        for (name, value) in identity.parts() {
            for text in [name, &value] {
                mac.update(&u64::try_from(text.len()).ok()?.to_be_bytes());
                mac.update(text.as_bytes());
            }
        }
        Some(mac)
    }
}

impl fmt::Debug for FormSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormSecret(…)")
    }
}

/// The 32 bytes of 64 hexadecimal digits.
fn bytes_of(seal: &str) -> Option<[u8; 32]> {
    seal.parse::<crate::model::FileHash>()
        .ok()
        .map(|hash| hash.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FORM_FORMAT;

    fn identity() -> FormIdentity {
        FormIdentity {
            format: FORM_FORMAT,
            programme: "essai".to_owned(),
            kind: "laureats".into(),
            subject: "BP-2024-001".into(),
            questionnaire: "laureats".into(),
            version: 3,
            period: "2026-T3".parse().unwrap(),
            language: "fr".to_owned(),
        }
    }

    #[test]
    fn a_seal_is_right_for_one_identity_and_one_key() {
        let secret = FormSecret::new("clé d’essai");
        let claim = |identity: FormIdentity, seal: String| FormClaim {
            identity: Some(identity),
            seal,
        };
        let seal = secret.seal(&identity());
        assert_eq!(seal.len(), 64);
        assert!(secret.verified(&claim(identity(), seal.clone())).is_some());
        assert!(
            secret
                .verified(&claim(identity(), seal.to_uppercase()))
                .is_some()
        );
        let another = FormSecret::new("autre clé");
        assert!(another.verified(&claim(identity(), seal.clone())).is_none());
        let changes: [fn(&mut FormIdentity); 8] = [
            |i| i.format += 1,
            |i| i.programme.push('x'),
            |i| i.kind = "marches".into(),
            |i| i.subject = "BP-2024-002".into(),
            |i| i.questionnaire = "marches".into(),
            |i| i.version += 1,
            |i| i.period = "2026-T2".parse().unwrap(),
            |i| i.language = "en".to_owned(),
        ];
        for change in changes {
            let mut changed = identity();
            change(&mut changed);
            assert!(secret.verified(&claim(changed, seal.clone())).is_none());
        }
        for wrong in ["", "zz", "é", &seal[..62], &"0".repeat(64)] {
            assert!(
                secret
                    .verified(&claim(identity(), wrong.to_owned()))
                    .is_none()
            );
        }
        let unreadable = FormClaim {
            identity: None,
            seal,
        };
        assert!(secret.verified(&unreadable).is_none());
    }

    #[test]
    fn what_moves_from_one_part_to_the_next_is_another_identity() {
        let secret = FormSecret::new("clé");
        let (mut one, mut other) = (identity(), identity());
        one.kind = "ab".into();
        one.subject = "c".into();
        other.kind = "a".into();
        other.subject = "bc".into();
        assert_ne!(secret.seal(&one), secret.seal(&other));
    }

    #[test]
    fn a_secret_is_never_shown() {
        assert_eq!(format!("{:?}", FormSecret::new("clé")), "FormSecret(…)");
    }
}
