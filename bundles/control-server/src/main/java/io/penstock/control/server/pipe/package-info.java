/** Pipes, their revisions and parameters, and what each agent is to run of them. */
package io.penstock.control.server.pipe;
