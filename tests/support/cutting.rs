//! A line that breaks: a proxy before a server that cuts connections in the middle of answers, or holds them up there.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// A proxy on a port of its own. While cuts are left, a connection is cut once so many bytes of answers went through it; those after
/// the first are cut before they answer anything.
pub(crate) struct Cutting {
    port: u16,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    after: AtomicU64,
    cuts: AtomicUsize,
    done: AtomicUsize,
    carried: AtomicU64,
    gate: Mutex<Gate>,
    turned: Condvar,
}

/// Where connections are held up.
#[derive(Default)]
struct Gate {
    /// After so many bytes of answers; nowhere where absent.
    after: Option<u64>,
    /// Whether one is.
    holds: bool,
}

impl State {
    fn wait_at_gate(&self, sent: u64) {
        let mut gate = self.gate.lock().unwrap();
        while gate.after.is_some_and(|after| sent > after) {
            gate.holds = true;
            self.turned.notify_all();
            gate = self.turned.wait(gate).unwrap();
        }
    }
}

impl Cutting {
    /// A proxy before the server on this port, which cuts nothing yet. It ends with the test's process.
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || {
                    if let Ok(server) = TcpStream::connect(("127.0.0.1", server)) {
                        carry(client, server, &state);
                    }
                });
            }
        });
        Self { port, state }
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Cuts so many connections, the first one after so many bytes of answers.
    pub(crate) fn cut(&self, times: usize, after: u64) {
        self.state.after.store(after, Ordering::SeqCst);
        self.state.cuts.store(times, Ordering::SeqCst);
    }

    /// Holds up a connection once so many bytes of answers went through it, does this meanwhile, and lets it go on for good.
    pub(crate) fn hold(&self, after: u64, meanwhile: impl FnOnce()) {
        const PATIENCE: Duration = Duration::from_secs(60);
        let State { gate, turned, .. } = &*self.state;
        let mut held = gate.lock().unwrap();
        held.after = Some(after);
        let (mut held, waited) = turned
            .wait_timeout_while(held, PATIENCE, |gate| !gate.holds)
            .unwrap();
        assert!(!waited.timed_out(), "fewer than {after} bytes came");
        meanwhile();
        *held = Gate::default();
        turned.notify_all();
    }

    /// How many connections were cut.
    pub(crate) fn cuts_done(&self) -> usize {
        self.state.done.load(Ordering::SeqCst)
    }

    /// How many bytes of answers went through since the last time that this was asked.
    pub(crate) fn carried(&self) -> u64 {
        self.state.carried.swap(0, Ordering::SeqCst)
    }
}

fn carry(mut client: TcpStream, mut server: TcpStream, state: &State) {
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Write);
    });
    let mut buffer = [0; 8192];
    let mut sent = 0;
    while let Ok(read @ 1..) = server.read(&mut buffer) {
        sent += read as u64;
        let is_over = sent > state.after.load(Ordering::SeqCst);
        let take = |left: usize| left.checked_sub(1);
        if is_over
            && state
                .cuts
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take)
                .is_ok()
        {
            state.done.fetch_add(1, Ordering::SeqCst);
            state.after.store(0, Ordering::SeqCst);
            break;
        }
        state.wait_at_gate(sent);
        if client.write_all(&buffer[..read]).is_err() {
            break;
        }
        state.carried.fetch_add(read as u64, Ordering::SeqCst);
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = server.shutdown(Shutdown::Both);
}
