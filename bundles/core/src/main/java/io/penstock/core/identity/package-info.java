/** Who an agent is, for all capabilities alike: asked where one is let in, told where one goes out. */
@Export
@Version("0.1.0")
package io.penstock.core.identity;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
