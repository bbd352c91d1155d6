/** Text as it comes from outside: bytes cut into lines, and lines that stay lines. */
@Export
@Version("0.2.0")
package io.penstock.core.text;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
