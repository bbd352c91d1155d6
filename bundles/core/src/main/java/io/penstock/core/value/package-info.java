/** Settings values that carry their unit or their secrecy: sizes, durations, rates, secrets, expressions. */
@Export
@Version("0.1.0")
package io.penstock.core.value;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
