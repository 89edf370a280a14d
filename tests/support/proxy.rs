//! A line to a server that fails: it carries so many bytes of what the server says, then is cut or falls silent.

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
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let used = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&used);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let first = count.fetch_add(1, Ordering::SeqCst) == 0;
                let limit = if first { after } else { usize::MAX };
                let server = TcpStream::connect(("127.0.0.1", server)).unwrap();
                carry(client, server, limit, fails);
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

fn carry(client: TcpStream, server: TcpStream, limit: usize, fails: Fails) {
    let (mut from_client, mut to_server) =
        (client.try_clone().unwrap(), server.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(Shutdown::Both);
    });
    let (mut from_server, mut to_client) = (server, client);
    std::thread::spawn(move || {
        let mut left = limit;
        let mut block = [0; 4096];
        while left > 0 {
            let Ok(read @ 1..) = from_server.read(&mut block) else {
                break;
            };
            let passed = read.min(left);
            left -= passed;
            if to_client.write_all(&block[..passed]).is_err() {
                break;
            }
        }
        if left == 0 && fails == Fails::Silent {
            // What the server still says is heard by nobody.
            let _ = std::io::copy(&mut from_server, &mut std::io::sink());
        }
        let _ = to_client.shutdown(Shutdown::Both);
        let _ = from_server.shutdown(Shutdown::Both);
    });
}
