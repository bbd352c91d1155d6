/** The {@code prometheus-remote-write} output: version 1 of the protocol. */
package io.penstock.plugin.telemetry.remotewrite;
