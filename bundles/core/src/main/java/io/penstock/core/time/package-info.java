/** The clock everything reads, so that tests and pipe tests can make it leap. */
@Export
@Version("0.1.0")
package io.penstock.core.time;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
