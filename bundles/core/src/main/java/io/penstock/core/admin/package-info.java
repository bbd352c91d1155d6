/** What a bundle offers over the local admin socket: commands, and where its things are; and the folders they are in. */
@Export
@Version("0.2.0")
package io.penstock.core.admin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
