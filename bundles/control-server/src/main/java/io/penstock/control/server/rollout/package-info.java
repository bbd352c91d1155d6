/** The gate every change of what agents run goes through. */
package io.penstock.control.server.rollout;
