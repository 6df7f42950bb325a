import { Flex, Text } from '@radix-ui/themes';
import { PRODUCT } from '@/lib/product';

/** The product's logo and name. The same logo is in `app/icon.svg`. */
export function Brand() {
  return (
    <Flex asChild align="center" gap="2">
      <span>
        <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="var(--accent-9)" />
          <path d="M9 8h8v8H9zM19 12h4v4h-4zM9 18h4v4H9zM15 18h8v6h-8z" fill="#fff" />
        </svg>
        <Text weight="bold">{PRODUCT.name}</Text>
      </span>
    </Flex>
  );
}
