/** Requests over HTTP, as all outputs and inputs make them that speak to a server of somebody else. */
@Export
@Version("0.1.0")
package io.penstock.core.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
