/** Events that travel and are acknowledged together, and the positions they came from. */
@Export
@Version("0.1.0")
package io.penstock.core.batch;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
