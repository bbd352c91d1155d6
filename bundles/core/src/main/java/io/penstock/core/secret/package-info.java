/** Where secrets come from. */
@Export
@Version("0.1.0")
package io.penstock.core.secret;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
