'use server';

import { action } from '@/app/action';
import { AddChannel, OfChannel } from '@/lib/reports/channel';
import * as channels from '@/lib/reports/channels.server';

/** Adds a place where status reports can be sent. Its target is sealed and never shown again. */
export const addChannel = action('channel.manage', AddChannel, channels.addChannel);

export const removeChannel = action('channel.manage', OfChannel, channels.removeChannel);

/** Sends a message that says it is a test, and answers what became of it. */
export const testChannel = action('channel.manage', OfChannel, channels.testChannel);
