/** Text as it comes from outside: bytes cut into lines. */
@Export
@Version("0.1.0")
package io.penstock.core.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
