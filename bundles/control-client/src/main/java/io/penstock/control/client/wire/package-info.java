/** The agent's calls of the server, and what it answers. */
package io.penstock.control.client.wire;
