/** Collections that are fed from outside, and have a limit. */
@Export
@Version("0.1.0")
package io.penstock.core.collect;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
