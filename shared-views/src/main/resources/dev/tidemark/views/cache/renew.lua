-- Renews the lease if the watermark is still the one that this writer wrote last.
-- KEYS[1] watermark, KEYS[2] lease; ARGV[1] the watermark expected, ARGV[2] time to live in ms.
-- Answers 1 if renewed, else 0.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return 1
