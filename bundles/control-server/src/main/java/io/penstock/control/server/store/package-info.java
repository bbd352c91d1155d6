/** What the server keeps: transactions, the change log, leases, and small secrets under the master key. */
package io.penstock.control.server.store;
