/** What a bundle offers over the local admin socket: commands, and where its things are. */
@Export
@Version("0.1.0")
package io.penstock.core.admin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
