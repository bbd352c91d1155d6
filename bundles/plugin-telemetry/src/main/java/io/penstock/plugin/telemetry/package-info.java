/** Measurements to other systems: here the {@code prometheus} output, the latest value of every series to be scraped. */
package io.penstock.plugin.telemetry;
