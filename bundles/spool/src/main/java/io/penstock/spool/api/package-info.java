/** A bounded, checksummed log of records on disk, in front of a receiver. */
@Export
@Version("0.1.0")
package io.penstock.spool.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
