/** Alumet's relay protocol, version 2: spoken for compatibility; it acknowledges nothing. */
@Export
@Version("0.1.0")
package io.penstock.relay.wire.alumet.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
