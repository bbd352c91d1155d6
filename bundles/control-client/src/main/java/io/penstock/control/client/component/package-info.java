/** The capability in the container. */
package io.penstock.control.client.component;
