/** One record per plugin or capability, from which binding, validation, defaults, schema and docs derive. */
@Export
@Version("0.1.0")
package io.penstock.core.options;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
