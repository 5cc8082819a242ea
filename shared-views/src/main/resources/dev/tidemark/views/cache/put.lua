-- Writes one value unless a newer one stands there.
-- KEYS[1] value; ARGV[1] bytes, ARGV[2] time to live in ms. Answers 1 if written, else 0.
-- Versions are the first 20 characters, compared as text: a Lua number is a double.
local function version(bytes)
  local head = string.sub(bytes, 1, 20)
  if #head == 20 and not string.find(head, '%D') then return head end
  return '' -- not a value of ours: older than anything
end
local standing = redis.call('GETRANGE', KEYS[1], 0, 19)
if version(standing) > version(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
