/** SQLite and PostgreSQL behind one small face; knows nothing of what is kept. */
package io.penstock.control.server.store.sql;
