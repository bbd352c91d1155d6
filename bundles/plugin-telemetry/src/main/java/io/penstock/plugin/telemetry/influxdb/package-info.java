/** The {@code influxdb} output: line protocol, by the write APIs of InfluxDB 1, 2 and 3. */
package io.penstock.plugin.telemetry.influxdb;
