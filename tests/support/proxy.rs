//! A line to a server that fails: it carries so many bytes of what one side says, then is cut or falls silent.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the line does once it has carried its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fails {
    /// Both ends are cut off.
    Cut,
    /// Both ends stay, and hear nothing more.
    Silent,
}

/// A line on a port of its own; it lives as long as the test's process.
pub(crate) struct Line {
    port: u16,
    used: Arc<AtomicUsize>,
}

impl Line {
    /// A line to the server's port that fails after so many bytes the first time it is used, and is good afterwards.
    pub(crate) fn failing_once(server: u16, after: usize, fails: Fails) -> Self {
        Self::limited_once(server, (usize::MAX, after), fails)
    }

    /// A line that is cut the first time it is used, after so many bytes of what is sent to the server.
    pub(crate) fn cut_in_sending_once(server: u16, after: usize) -> Self {
        Self::limited_once(server, (after, usize::MAX), Fails::Cut)
    }

    fn limited_once(server: u16, limits: (usize, usize), fails: Fails) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let used = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&used);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let first = count.fetch_add(1, Ordering::SeqCst) == 0;
                let limits = if first {
                    limits
                } else {
                    (usize::MAX, usize::MAX)
                };
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                carry(client, server, limits, fails);
            }
        });
        Self { port, used }
    }

    /// The port to connect to.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How often it was used.
    pub(crate) fn used(&self) -> usize {
        self.used.load(Ordering::SeqCst)
    }
}

fn carry(client: TcpStream, server: TcpStream, (up, down): (usize, usize), fails: Fails) {
    let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || one_way(from_client, to_server, up, Fails::Cut));
    std::thread::spawn(move || one_way(server, client, down, fails));
}

/// Carries so many bytes; then both ends are shut.
fn one_way(mut from: TcpStream, mut to: TcpStream, limit: usize, fails: Fails) {
    let mut left = limit;
    let mut block = [0; 4096];
    while left > 0 {
        let Ok(read @ 1..) = from.read(&mut block) else {
            break;
        };
        let passed = read.min(left);
        left -= passed;
        if to.write_all(&block[..passed]).is_err() {
            break;
        }
    }
    if left == 0 && fails == Fails::Silent {
        // What is still said is heard by nobody.
        let _ = std::io::copy(&mut from, &mut std::io::sink());
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
