/** What flows: records and measurements, whose values keep their exact type. */
@Export
@Version("0.1.0")
package io.penstock.core.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
