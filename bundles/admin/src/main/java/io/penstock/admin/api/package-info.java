/** The caller's end of the admin socket. */
@Export
@Version("0.1.0")
package io.penstock.admin.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
