/** Agents: who they are, how they are, what they are told. */
package io.penstock.control.server.fleet;
