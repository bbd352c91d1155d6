/** What a plugin author implements: inputs, transforms, outputs, and what the runtime gives them. */
@Export
@Version("0.1.0")
package io.penstock.core.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
