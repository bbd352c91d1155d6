/** The {@code [log]} table, applied to the logging backend. */
package io.penstock.config.log;
