/** Who this agent is, and the folder where it keeps that and everything else it must not forget. */
package io.penstock.control.client.identity;
