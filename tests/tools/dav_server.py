#!/usr/bin/env python3
"""A WebDAV server for the tests, over one folder and with one account.

    dav_server.py FOLDER PORT USER PASSWORD [CERTIFICATE KEY]

Prints "ready" once it listens on 127.0.0.1, then lives as long as its standard input: when the test ends, or dies in
whatever way, the pipe closes and the server with it.
"""

import sys
import threading

from cheroot import wsgi
from cheroot.ssl.builtin import BuiltinSSLAdapter
from wsgidav.wsgidav_app import WsgiDAVApp

folder, port, user, password = sys.argv[1:5]
application = WsgiDAVApp({
    "provider_mapping": {"/dav": folder},
    "simple_dc": {"user_mapping": {"*": {user: {"password": password}}}},
    "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
    "logging": {"enable": False},
    "verbose": 0,
})
server = wsgi.Server(("127.0.0.1", int(port)), application, numthreads=4)
if len(sys.argv) > 5:
    server.ssl_adapter = BuiltinSSLAdapter(sys.argv[5], sys.argv[6])
# That clients break off on a wrong certificate is what they should do.
server.error_log = lambda *_, **__: None
server.prepare()
threading.Thread(target=server.serve, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
server.stop()
