/** Errors, told apart by what the caller must do next. */
@Export
@Version("0.1.0")
package io.penstock.core.error;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
