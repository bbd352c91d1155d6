/**
 * What server, agents and command line agree on: the agent's protocol as records, failures as problem+json, and beside
 * them {@code openapi.yaml}, which was there first. All types are immutable; {@code null} is never given nor taken.
 */
@Export
@Version("0.1.0")
package io.penstock.control.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
