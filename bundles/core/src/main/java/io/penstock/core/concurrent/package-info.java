/** Threads and waiting: the only place that makes threads, and how long to wait between tries. */
@Export
@Version("0.1.0")
package io.penstock.core.concurrent;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
