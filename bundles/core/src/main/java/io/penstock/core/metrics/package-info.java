/** How a capability counts. */
@Export
@Version("0.1.0")
package io.penstock.core.metrics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
