-- Makes the caller the writer of a shard: puts its watermark in place of the one it found, and ends
-- the lease until the shard is repaired.
-- KEYS[1] watermark, KEYS[2] lease; ARGV[1] the watermark found ('' if none), ARGV[2] the caller's.
-- Answers the time in ms, or -1 if another watermark stands there by now.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return -1 end
redis.call('SET', KEYS[1], ARGV[2])
redis.call('DEL', KEYS[2])
return now
