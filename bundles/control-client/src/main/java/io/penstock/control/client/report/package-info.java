/** What the server is told of this agent. */
package io.penstock.control.client.report;
