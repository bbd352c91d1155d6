/** The relay's own protocol: frames, messages, and how events become bytes. No sockets, no threads. */
@Export
@Version("0.1.0")
package io.penstock.relay.wire.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
