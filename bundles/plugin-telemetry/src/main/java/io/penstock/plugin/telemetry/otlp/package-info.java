/** The {@code otlp} output: metrics over OTLP/HTTP. */
package io.penstock.plugin.telemetry.otlp;
