/** What every plugin with a socket decides alike: what stays on the machine, and TLS. */
@Export
@Version("0.2.0")
package io.penstock.core.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
