/** What both ends of the tunnel share: messages, proofs, TLS, event loops, and the joining of sockets and streams. */
@Export
@Version("0.1.0")
package io.penstock.tunnel.wire.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
