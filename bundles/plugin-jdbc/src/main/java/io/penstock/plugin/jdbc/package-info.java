/** The {@code jdbc} output: events into the embedded SQLite database or PostgreSQL, each batch exactly once. */
package io.penstock.plugin.jdbc;
