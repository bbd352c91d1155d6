/** How a capability says how it is. */
@Export
@Version("0.1.0")
package io.penstock.core.health;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
