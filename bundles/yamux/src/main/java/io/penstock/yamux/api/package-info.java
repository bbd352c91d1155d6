/** Many streams over one connection: the yamux protocol, with its windows, its fairness and its limits. */
@Export
@Version("0.2.0")
package io.penstock.yamux.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
