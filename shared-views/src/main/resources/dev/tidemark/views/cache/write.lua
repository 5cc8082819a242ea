-- Writes values and the watermark that covers them, all or nothing, if the watermark is still the
-- one that this writer wrote last.
-- KEYS[1] watermark, KEYS[2] lease, KEYS[3…] values
-- ARGV[1] the watermark expected, ARGV[2] the next one, ARGV[3] when the lease ends, in ms of this
-- server's clock (0: no lease yet, the shard is being repaired), then bytes and time to live in ms for
-- each value.
-- Answers the time in ms, or -1 if nothing was written; and how many values were left out because a
-- newer one stands there.
local function version(bytes)
  local head = string.sub(bytes, 1, 20)
  if #head == 20 and not string.find(head, '%D') then return head end
  return '' -- not a value of ours: older than anything
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {-1, 0} end
local newer = 0
for i = 3, #KEYS do
  local bytes, ttl = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if version(redis.call('GETRANGE', KEYS[i], 0, 19)) <= version(bytes) then
    redis.call('SET', KEYS[i], bytes, 'PX', ttl)
  else
    newer = newer + 1
  end
end
redis.call('SET', KEYS[1], ARGV[2])
if tonumber(ARGV[3]) > now then redis.call('SET', KEYS[2], ARGV[2], 'PXAT', ARGV[3]) end
return {now, newer}
