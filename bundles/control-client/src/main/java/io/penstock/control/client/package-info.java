/** The agent's half of the control plane: enrols, asks the server, applies what it may. */
package io.penstock.control.client;
