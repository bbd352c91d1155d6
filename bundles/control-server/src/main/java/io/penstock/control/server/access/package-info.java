/** Who may do what: people, programs and agents, their passwords, tokens and sessions, and the record of what they did. */
package io.penstock.control.server.access;
