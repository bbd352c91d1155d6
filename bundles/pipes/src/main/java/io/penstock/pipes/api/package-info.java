/** What tools use of pipes: the language's tool, the service that runs pipes, and the values they answer with. */
@Export
@Version("0.1.0")
package io.penstock.pipes.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
