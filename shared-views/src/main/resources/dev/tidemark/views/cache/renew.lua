-- Renews the lease if the watermark is still the one that this writer wrote last.
-- KEYS[1] watermark, KEYS[2] lease; ARGV[1] the watermark expected, ARGV[2] when the lease ends, in ms
-- of this server's clock: however late this script comes, the lease ends when its writer meant it to.
-- Answers the time in ms, or -1 if another watermark stands there.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
if tonumber(ARGV[2]) > now then redis.call('SET', KEYS[2], ARGV[1], 'PXAT', ARGV[2]) end
return now
