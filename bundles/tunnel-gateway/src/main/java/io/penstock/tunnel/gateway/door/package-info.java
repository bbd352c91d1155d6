/** How many strangers may stand at the door, and how often they may knock. */
package io.penstock.tunnel.gateway.door;
